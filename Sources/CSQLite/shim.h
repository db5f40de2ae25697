#include <sqlite3.h>

/* Swift cannot call C's variadic functions. */

/* Lets the last connection that closes leave the write-ahead log as it is, instead of waiting for the disk. */
static inline int csqlite_keep_log_on_close(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

/* Refuses what could damage the file: writes to the schema, the file's own format, shadow tables. */
static inline int csqlite_be_defensive(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}
