"""``python -m custodyhcp``: the front door."""

from custodyhcp.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
