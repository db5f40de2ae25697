"""Causes 4 and 5 of the guide: the database, Redis, and errors in the code."""

from .actions import (
    COMPOSE,
    await_restarts,
    await_status,
    code_at_start,
    code_in_page,
    docker,
    recreate,
    rewrite,
    sql,
    stop,
)
from .containers import ALL, BACKEND
from .fault import DEVELOPERS, RESOLVED, Fault, names

_BACKEND_ILL = names("backend_unhealthy")
_POSTGRES = names("postgres")
_REDIS = names("redis")
_DROP_COUPONS = sql("DROP TABLE coupons; DELETE FROM schema_migrations WHERE name = '002-coupons.sql'")
_DROP_REVIEWS = sql("DROP TABLE reviews; DELETE FROM schema_migrations WHERE name = '003-reviews.sql'")

FAULTS = [
    Fault("redis_stopped", "Redis was stopped", (stop("redis"), await_status(502)), RESOLVED,
          names("redis_down", "redis_lost"), _BACKEND_ILL, restarts=_REDIS),
    Fault("redis_paused", "Redis is paused", (docker("pause", "chvetyk_redis"), await_status(502)), RESOLVED,
          names("redis_down"), _BACKEND_ILL | names("redis_lost", "too_slow"), restarts=_REDIS),
    Fault("redis_removed", "Redis was removed", (docker("rm", "-f", "chvetyk_redis"), await_status(502)), RESOLVED,
          names("redis_down", "redis_lost"), _BACKEND_ILL, restarts=_REDIS),
    Fault("redis_password", "Redis wants a password that the backend does not have",
          (rewrite(COMPOSE, '--save ""', '--requirepass flowers --save ""'), recreate("redis"), await_status(502)),
          DEVELOPERS, names("access_refused", "redis_lost"), _BACKEND_ILL),
    Fault("postgres_stopped", "PostgreSQL was stopped", (stop("postgres"), await_status(502)), RESOLVED,
          names("postgres_down", "database_lost"), _BACKEND_ILL, restarts=_POSTGRES),
    Fault("postgres_paused", "PostgreSQL is paused", (docker("pause", "chvetyk_postgres"), await_status(502)), RESOLVED,
          names("postgres_down"), _BACKEND_ILL | names("database_lost", "too_slow"), restarts=_POSTGRES),
    Fault("postgres_password", "PostgreSQL does not take the backend's password",
          (sql("ALTER USER postgres PASSWORD 'tulips'"), await_status(502)), DEVELOPERS,
          names("access_refused", "database_lost"), _BACKEND_ILL),
    Fault("missing_migration", "a table is missing until the migrations are run", (_DROP_COUPONS, await_status(502)),
          RESOLVED, names("not_migrated"), _BACKEND_ILL | names("database_lost")),
    Fault("missing_migration_of_page", "a table is missing that the page needs, and /health does not",
          (_DROP_REVIEWS, await_status(502)), RESOLVED, names("not_migrated", "page_fails")),
    Fault("crash_at_start", "the code throws an error at its start",
          (code_at_start("const vat = undefined.rate;"), recreate("backend"), await_restarts("backend", 3)), DEVELOPERS,
          names("backend_loops", "code_error"), _BACKEND_ILL, restless=BACKEND),
    Fault("syntax_error", "the code cannot be parsed",
          (code_at_start("const = 1;"), recreate("backend"), await_restarts("backend", 3)), DEVELOPERS,
          names("backend_loops", "code_error"), _BACKEND_ILL, restless=BACKEND),
    Fault("code_500", "the code answers 500",
          (code_in_page("try { null.price; } catch (e) { console.error(e); response.writeHead(500);"
                        " return response.end(); }"), recreate("backend"), await_status(500)),
          DEVELOPERS, names("code_error"), names("page_fails")),
    Fault("page_crashes", "the code of the page throws, /health is well",
          (code_in_page("null.price;"), recreate("backend"), await_status(502)), DEVELOPERS,
          names("code_error", "page_fails")),
    Fault("redis_and_postgres", "Redis and PostgreSQL were stopped", (stop("redis", "postgres"), await_status(502)),
          RESOLVED, names("redis_down", "postgres_down"), _BACKEND_ILL | names("redis_lost", "database_lost"),
          restarts=names("redis", "postgres")),
    Fault("migration_and_redis", "a migration is missing, and Redis was stopped",
          (_DROP_COUPONS, stop("redis"), await_status(502)), RESOLVED, names("not_migrated", "redis_down"),
          _BACKEND_ILL | names("redis_lost", "database_lost"), restarts=_REDIS),
    Fault("all_stopped", "all containers were stopped", (stop("backend", "redis", "postgres"),), RESOLVED,
          names("backend_down", "redis_down", "postgres_down"), restarts=ALL),
]
