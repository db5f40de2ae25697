"""The database of the lab: what no remedy may lose."""

from __future__ import annotations

from .commands import compose, run
from .layout import Layout

_ROWS = """SELECT 'products', count(*), md5(string_agg(p::text, ',' ORDER BY id)) FROM products p
UNION ALL SELECT 'orders', count(*), md5(string_agg(o::text, ',' ORDER BY id)) FROM orders o"""


def answers(layout: Layout) -> bool:
    """Whether PostgreSQL in its container takes connections."""
    done = run(layout, ["docker", "exec", "chvetyk_postgres", "pg_isready", "-q"], check=False)
    return done.returncode == 0


def execute(layout: Layout, sql: str) -> str:
    """Runs SQL as the superuser, past all passwords."""
    argv = ["docker", "exec", "chvetyk_postgres", "psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-c", sql]
    return run(layout, argv).stdout.strip()


def rows(layout: Layout) -> str:
    """A fingerprint of all rows of the shop."""
    return execute(layout, _ROWS)


def set_password(layout: Layout) -> None:
    """Gives the superuser the password that the backend knows."""
    execute(layout, "ALTER USER postgres PASSWORD 'flowers'")


def prepare(layout: Layout) -> None:
    """Sets the password and applies the migrations that are missing."""
    set_password(layout)
    applied = execute(layout, "SELECT count(*) FROM pg_tables WHERE tablename IN ('products', 'coupons', 'reviews')")
    if applied != "3":
        compose(layout, "exec", "-T", "backend", "npm", "run", "migrate")
        compose(layout, "up", "-d", "--force-recreate", "--no-deps", "-t", "1", "backend")  # its log tells of no lack
