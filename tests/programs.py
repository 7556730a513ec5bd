"""The programs the tests drive that are no Python packages: Chromium, and PostgreSQL's server.

Run as a program, it installs what is missing from Debian where it may; where it may not, it says what to install.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

APT_GET = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def postgres_folder() -> Path | None:
    """The folder of initdb and postgres. Debian keeps it off the PATH, one folder per version."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def _version(folder: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", folder.parent.name)]


def missing() -> list[str]:
    """The Debian packages of what is not there."""
    return [name for name, found in (("chromium", chromium()), ("postgresql", postgres_folder())) if not found]


def become_root() -> list[str] | None:
    """What to put before a command that root must run; None where we may not."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def install(packages: list[str]) -> bool:
    root = become_root()
    if root is None or not shutil.which("apt-get"):
        return False
    print(f"Installing from Debian: {', '.join(packages)}", flush=True)
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        if subprocess.run([*root, *APT_GET, *command], stdout=subprocess.DEVNULL).returncode != 0:
            return False
    return True


def main() -> None:
    packages = missing()
    if packages and not (install(packages) and not missing()):
        sys.exit(f"The tests need these programs; install them first: apt-get install {' '.join(packages)}")


if __name__ == "__main__":
    main()
