select ciphertext
from secret
where environment = $1 and name = $2
