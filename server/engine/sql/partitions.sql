select ensure_history_partitions(2)
