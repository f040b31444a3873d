"""Validates a QTI package against the published schemas: python tests/readers/qti.py SCHEMAS PACKAGE.

SCHEMAS is a folder that holds imsqti_v2p1.xsd, imscp_v1p1.xsd and what these import, at any depth, as IMS publishes
them. Needs lxml; nothing is fetched.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import Any


def schema(folder: Path, name: str) -> Any:
    """The schema in the file of this name, with what it imports taken from the same folder."""
    from lxml import etree

    files = {path.name: path for path in sorted(folder.rglob("*.xsd"), reverse=True)}

    class Here(etree.Resolver):  # type: ignore[misc]
        def resolve(self, url: str, public_id: str, context: object) -> Any:
            found = Path(url) if Path(url).exists() else files.get(Path(url).name)
            return self.resolve_filename(str(found), context) if found else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Here())
    return etree.XMLSchema(etree.parse(str(files[name]), parser))


def mistakes(folder: Path, package: Path) -> list[str]:
    """What the schemas have against the files of a package; nothing if all are valid."""
    from lxml import etree

    manifest, item = schema(folder, "imscp_v1p1.xsd"), schema(folder, "imsqti_v2p1.xsd")
    found = []
    with zipfile.ZipFile(package) as files:
        for name in files.namelist():
            judge = manifest if name == "imsmanifest.xml" else item
            if not judge.validate(etree.fromstring(files.read(name))):
                found += [f"{name}:{each.line}: {each.message}" for each in judge.error_log]
    return found


if __name__ == "__main__":
    wrong = mistakes(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join(wrong) or "valid")
    sys.exit(bool(wrong))
