"""The page as one text: parts in base64, scripts and styles, and a policy that lets nothing else in.

The page is built of: what it looks like (``page.html``, ``page.css``, ``words.json``), what it does (``page.js``), what
its worker does (``worker.js``, ``desk.py``), and what the worker runs (the runtime, the wheels).
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
REPORT = "zi_score/reports/render/page/page"
"""Where the wheel keeps the style and the script of its reports, without the ending."""

_NO_MODULE = 'globalThis.importScripts = () => { throw new Error("nothing is imported"); };'
"""The loader asks by this whether it is in a module."""


@dataclass(frozen=True)
class Part:
    """A file that the worker takes: byte for byte, or packed with gzip where it is not packed already."""

    name: str
    content: bytes
    is_packed: bool = False

    @property
    def text(self) -> str:
        """The part as it stands in the page."""
        content = gzip.compress(self.content, 9, mtime=0) if self.is_packed else self.content
        packed = " data-packed" if self.is_packed else ""
        coded = base64.b64encode(content).decode()
        return f'<script type="application/octet-stream" data-name="{self.name}"{packed}>{coded}</script>\n'


def page(parts: Iterable[Part], *, report_style: str, report_script: str) -> str:
    """Return the page.

    Args:
        parts: what its worker takes.
        report_style: style of the program's reports, which is the page's too.
        report_script: script of the program's reports, which may run in their frame.

    """
    styles = [report_style, _own("page.css")]
    words = json.dumps(json.loads(_own("words.json")), ensure_ascii=False, separators=(",", ":"))
    script = _own("page.js").replace("__WORDS__", words.replace("<", "\\u003c"))
    return filled(
        _own("page.html"),
        policy=policy([script, report_script], styles),
        styles="".join(f"<style>{style}</style>\n" for style in styles),
        script=f"<script>{script}</script>",
        parts="".join(part.text for part in parts),
    )


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return the Content-Security-Policy: nothing is fetched, and nothing runs or styles but what stands in the page.

    Reports stand in frames and the worker in a blob, which take this policy over.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_digest, scripts))} 'wasm-unsafe-eval'",
            f"style-src {' '.join(map(_digest, styles))}",
            "worker-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def worker(runtime_script: str, loader_script: str) -> str:
    """Return the script of the worker, whole and no module: of a page that is a file no browser lets a worker be one.

    Args:
        runtime_script: ``pyodide.asm.mjs``.
        loader_script: ``pyodide.mjs``.

    """
    runtime = _without(runtime_script, "export default _createPyodideModule;", "").replace("import.meta.url", '""')
    exported = loader_script[loader_script.rindex("export{") :].partition("}")[0]
    name = next(each for each in exported.removeprefix("export{").split(",") if each.endswith(" as loadPyodide"))
    body = loader_script[: loader_script.rindex("export{")]
    loader = f"const loadPyodide = (() => {{ {body}; return {name.partition(' ')[0]}; }})();"
    return "\n".join((_NO_MODULE, runtime, loader, _own("worker.js")))


def filled(template: str, **values: str) -> str:
    """Return a template with a value in each place ``{{ name }}``, all of which there are."""
    for name, value in values.items():
        template = _without(template, f"{{{{ {name} }}}}", value)
    return template


def _without(text: str, part: str, instead: str) -> str:
    if text.count(part) != 1:
        raise ValueError(f"expected once: {part}; found {text.count(part)} times")
    return text.replace(part, instead)


def _own(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
