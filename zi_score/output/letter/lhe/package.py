"""The files around the text of a Word document: styles, lists, foot, and the archive itself."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

MOMENT = (2026, 1, 2, 0, 0, 0)
"""The date in place of the clock's: the same text gives the same bytes."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FONT = "Arial"
_LINKED = ("styles", "numbering", "settings", "footer")
_LISTS = ("Basis", "Method", "Conclusion")
_BULLETS = "Bullet"
_RULE = '<w:bottom w:val="double" w:sz="6" w:space="4" w:color="000000"/>'

_STYLES = {
    "Normal": ("", '<w:spacing w:after="100"/>', '<w:sz w:val="21"/>'),
    "Letterhead": ("Normal", '<w:spacing w:after="0"/><w:jc w:val="center"/>', '<w:b/><w:sz w:val="26"/>'),
    "LetterheadLine": (
        "Normal",
        f"<w:pBdr>{_RULE}</w:pBdr>" + '<w:spacing w:after="240"/><w:jc w:val="center"/>',
        "",
    ),
    "Line": ("Normal", '<w:spacing w:after="20"/>', ""),
    "Heading1": (
        "Normal",
        '<w:keepNext/><w:spacing w:before="280" w:after="100"/><w:outlineLvl w:val="0"/>',
        '<w:b/><w:sz w:val="24"/>',
    ),
    "Heading2": ("Normal", '<w:keepNext/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="1"/>', "<w:b/>"),
    "Appendix": ("Heading1", "<w:pageBreakBefore/>", ""),
    "Caption": ("Normal", '<w:keepNext/><w:spacing w:before="120" w:after="60"/>', "<w:i/>"),
    "Standing": ("Normal", "<w:keepNext/>", ""),
    "Below": ("Normal", '<w:spacing w:before="80"/>', ""),
    "Cell": ("Normal", '<w:spacing w:before="20" w:after="20"/>', '<w:sz w:val="17"/>'),
    "TitleRow": ("Cell", "<w:keepNext/>", "<w:b/>"),
    "TotalRow": ("Cell", "", "<w:b/>"),
    "Signature": ("Normal", '<w:keepNext/><w:keepLines/><w:spacing w:after="0"/><w:ind w:left="5100"/>', ""),
    "Foot": ("Normal", '<w:spacing w:after="0"/><w:jc w:val="right"/>', '<w:color w:val="595959"/><w:sz w:val="16"/>'),
}
"""Each style with the one it rests on, what it says of paragraphs, and of their text."""


def document(body: str, foot: str, *, title: str, language: str) -> bytes:
    """Return a document of these paragraphs and tables, as a file.

    Args:
        body: what stands on the pages, as XML.
        foot: what stands at the foot of each, as XML.
        title: what the document is called in its properties.
        language: of its text, such as ``id-ID``.

    """
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", f"{_RELATIONS}/officeDocument", "word/document.xml"),
            ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _properties(title, language),
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{body}{_page()}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            *((name, f"{_RELATIONS}/{name}", f"{name}.xml") for name in _LINKED)
        ),
        "word/styles.xml": _styles(language),
        "word/numbering.xml": _numbering(),
        "word/settings.xml": f"<w:settings {_W}><w:compat/></w:settings>",
        "word/footer.xml": f"<w:ftr {_W}>{foot}</w:ftr>",
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _HEAD + text)
    return content.getvalue()


def _content_types() -> str:
    kinds = {"document": "document.main", **{name: name for name in _LINKED}}
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        f'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{parts}</Types>'
    )


def _relations(*links: tuple[str, str, str]) -> str:
    found = "".join(f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>' for id_, kind, target in links)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _properties(title: str, language: str) -> str:
    moment = "{}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*MOMENT)
    dates = "".join(f'<t:{name} i:type="t:W3CDTF">{moment}</t:{name}>' for name in ("created", "modified"))
    return (
        f'<c:coreProperties xmlns:c="{_PACKAGE}/metadata/core-properties" xmlns:d="http://purl.org/dc/elements/1.1/" '
        'xmlns:t="http://purl.org/dc/terms/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
        f"<d:title>{escape(title)}</d:title><d:language>{language}</d:language>{dates}</c:coreProperties>"
    )


def _page() -> str:
    """Return the page: A4, margins of 2.5 cm."""
    margins = " ".join(f'w:{side}="1418"' for side in ("top", "right", "bottom", "left"))
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar {margins} w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    )


def _styles(language: str) -> str:
    fonts = " ".join(f'w:{script}="{_FONT}"' for script in ("ascii", "hAnsi", "cs"))
    default = f'<w:rPrDefault><w:rPr><w:rFonts {fonts}/><w:lang w:val="{language}"/></w:rPr></w:rPrDefault>'
    styles = [_style(name, *parts) for name, parts in _STYLES.items()]
    for number, name in enumerate((*_LISTS, _BULLETS), start=1):
        styles.append(_style(name, "Normal", f'<w:numPr><w:numId w:val="{number}"/></w:numPr>', ""))
    return f"<w:styles {_W}><w:docDefaults>{default}</w:docDefaults>{''.join(styles)}</w:styles>"


def _style(name: str, base: str, paragraph: str, text: str) -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    default = "" if base else ' w:default="1"'
    label = name.lower().replace("heading", "heading ") if name.startswith("Heading") else name
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{label}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{text}</w:rPr></w:style>"
    )


def _numbering() -> str:
    """Return a numbered list for each of ``_LISTS``, and one of bullets."""
    kinds = [*(("decimal", "%1.") for _name in _LISTS), ("bullet", "•")]
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="397" w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>'
        for number, (kind, text) in enumerate(kinds, start=1)
    )
    numbers = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(1, len(kinds) + 1)
    )
    return f"<w:numbering {_W}>{lists}{numbers}</w:numbering>"
