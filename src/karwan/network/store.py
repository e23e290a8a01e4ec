"""The network as a mapping of plain arrays, and back: what the cache keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from karwan.errors import StorageError
from karwan.network.record import Cell, Gateway, GatewayKind, Network
from karwan.network.report import BuildReport, Finding, Kind
from karwan.words.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[np.generic]]

_ARRAYS = (
    "node_first", "node_lon", "node_lat", "link_first", "link_a", "link_b", "link_km", "link_origin",
    "end_gateway", "end_cell", "end_node", "end_access_km",
)  # fmt: skip
_BETWEEN = ";"


def store(network: Network, report: BuildReport) -> dict[str, NDArray[np.generic]]:
    """The arrays that hold a network and the report of its build; strings as numpy's own."""
    stored: dict[str, NDArray[np.generic]] = {name: getattr(network, name) for name in _ARRAYS}
    cells, gates, found = network.cells, network.gateways, report.findings
    stored["digest"] = _text([network.digest])
    stored["cell_key"] = _text([cell.key for cell in cells])
    stored["cell_mode"] = _text([cell.mode for cell in cells])
    stored["cell_territory"] = _text([cell.territory or "" for cell in cells])
    stored["cell_gauge_mm"] = np.array([cell.gauge_mm or 0 for cell in cells], np.int32)
    stored["cell_basin"] = _text([cell.basin or "" for cell in cells])
    stored["cell_service"] = _text([cell.service or "" for cell in cells])
    stored["cell_parent"] = _text([cell.parent or "" for cell in cells])
    stored["gateway_id"] = _text([gate.id for gate in gates])
    stored["gateway_kind"] = _text([gate.kind for gate in gates])
    stored["gateway_name"] = _text([gate.name for gate in gates])
    stored["gateway_lon"] = np.array([gate.lon for gate in gates], float)
    stored["gateway_lat"] = np.array([gate.lat for gate in gates], float)
    stored["gateway_territories"] = _text([_BETWEEN.join(gate.territories) for gate in gates])
    stored["finding_kind"] = _text([one.kind for one in found])
    stored["finding_subject"] = _text([one.subject for one in found])
    stored["finding_text"] = _text([one.text for one in found])
    stored["finding_lon"] = np.array([one.lon for one in found], float)
    stored["finding_lat"] = np.array([one.lat for one in found], float)
    stored["finding_km"] = np.array([one.km for one in found], float)
    return stored


def restore(stored: Arrays) -> Network:
    """The network that some arrays hold; its arrays are read-only.

    Raises:
        StorageError: an array is missing or does not fit the others.
    """
    try:
        arrays = {name: np.asarray(stored[name]) for name in _ARRAYS}
        for array in arrays.values():
            array.setflags(write=False)
        return Network(
            digest=str(stored["digest"][0]),
            cells=_cells(stored),
            gateways=_gateways(stored),
            **arrays,  # type: ignore[arg-type]
        )
    except (KeyError, ValueError, IndexError) as error:
        raise StorageError(
            f"the stored network is damaged ({error}); karwan network build makes it anew"
        ) from error


def restore_report(stored: Arrays) -> BuildReport:
    """The report of the build that made a stored network."""
    columns = [stored[f"finding_{name}"].tolist() for name in ("kind", "subject", "text", "lon", "lat", "km")]
    return BuildReport(
        tuple(
            Finding(Kind(kind), subject, text, lon, lat, km)
            for kind, subject, text, lon, lat, km in zip(*columns, strict=True)
        )
    )


def _text(values: Sequence[str]) -> NDArray[np.str_]:
    return np.array([str(value) for value in values], np.str_)


def _cells(stored: Arrays) -> tuple[Cell, ...]:
    names = ("key", "mode", "territory", "gauge_mm", "basin", "service", "parent")
    columns = [stored[f"cell_{name}"].tolist() for name in names]
    return tuple(
        Cell(key, Mode(mode), *(value or None for value in others))
        for key, mode, *others in zip(*columns, strict=True)
    )


def _gateways(stored: Arrays) -> tuple[Gateway, ...]:
    names = ("id", "kind", "name", "lon", "lat", "territories")
    columns = [stored[f"gateway_{name}"].tolist() for name in names]
    return tuple(
        Gateway(gate_id, GatewayKind(kind), name, lon, lat, tuple(filter(None, sides.split(_BETWEEN))))
        for gate_id, kind, name, lon, lat, sides in zip(*columns, strict=True)
    )
