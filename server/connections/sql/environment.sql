select key
from environment
where key = $1
