"""What others add to an article's address: tracking parameters, AMP caches, link wrappers."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

_PREFIXES = (
    "utm_",
    "utm-",
    "mtm_",
    "pk_",
    "piwik_",
    "hsa_",
    "stm_",
    "__twitter_impression",
    "_hsenc",
    "_hsmi",
    "at_",
)
_NAMES = frozenset(
    [
        "_ga",
        "_gl",
        "_openstat",
        "action_object_map",
        "action_ref_map",
        "action_type_map",
        "amp_gsa",
        "amp_js_v",
        "cmp",
        "cmpid",
        "dclid",
        "fb_action_ids",
        "fb_action_types",
        "fb_ref",
        "fb_source",
        "fbclid",
        "feature_rel",
        "gbraid",
        "gclid",
        "gclsrc",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "icid",
        "igsh",
        "igshid",
        "ito",
        "li_fat_id",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "msclkid",
        "ncid",
        "ns_campaign",
        "ns_fee",
        "ns_linkname",
        "ns_mchannel",
        "ns_source",
        "oly_anon_id",
        "oly_enc_id",
        "rb_clickid",
        "ref_src",
        "ref_url",
        "s_cid",
        "s_kwcid",
        "scm",
        "soc_src",
        "soc_trk",
        "spm",
        "traffic_source",
        "ttclid",
        "twclid",
        "usqp",
        "vero_conv",
        "vero_id",
        "wbraid",
        "wickedid",
        "wt.mc_id",
        "wt_mc",
        "wtmc",
        "xtor",
        "yclid",
        "ymclid",
        "ysclid",
    ]
)
# These carry meaning on some sites; only such a value is a mark of where the reader came from.
_VALUES = {
    "source": re.compile(r"(?:rss|twitter|facebook|telegram|whatsapp|share|social)[\w-]*\Z", re.IGNORECASE),
    "from": re.compile(r"(?:rss|twitter|facebook|telegram|whatsapp|wa|share)[\w-]*\Z", re.IGNORECASE),
    "ref": re.compile(r"(?:rss|twitter|tw|facebook|fb|telegram|whatsapp|share|home)[\w-]*\Z", re.IGNORECASE),
    "outputtype": re.compile(r"amp\Z", re.IGNORECASE),
    "amp": re.compile(r"(?:1|true|yes)?\Z", re.IGNORECASE),
}

_AMP_CACHES = (".cdn.ampproject.org", ".bing-amp.com", ".amp.cloudflare.com")
_AMP_PATH = re.compile(r"/(?:[civrw]/)?(s/)?([^/]+\.[^/]+/?.*)\Z")
_GOOGLE_AMP = re.compile(r"/amp/(s/)?([^/]+\.[^/]+/?.*)\Z")
_GOOGLE = re.compile(r"(?:www\.)?google(?:\.com?)?(?:\.[a-z]{2,3})?\Z")
_WRAPPERS: tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...] = (
    (_GOOGLE, "/url", ("url", "q")),
    (re.compile(r"(?:l|lm)\.(?:facebook|instagram)\.com\Z"), "/l.php", ("u",)),
    (re.compile(r"l\.instagram\.com\Z"), "/", ("u",)),
    (re.compile(r"(?:www\.|m\.)?vk\.com\Z"), "/away.php", ("to",)),
    (re.compile(r"(?:www\.)?youtube\.com\Z"), "/redirect", ("q",)),
    (re.compile(r"out\.reddit\.com\Z"), "", ("url",)),
    (re.compile(r"[\w.-]+\.safelinks\.protection\.outlook\.com\Z"), "", ("url",)),
)


def is_tracking(pair: str) -> bool:
    """Whether a ``name=value`` piece of a query only says how the reader got there."""
    name, _, value = pair.partition("=")
    name = name.lower()
    pattern = _VALUES.get(name)
    if pattern is not None:
        return bool(pattern.match(value))
    return name in _NAMES or name.startswith(_PREFIXES)


def unwrapped(host: str, path: str, query: str) -> str:
    """The page's own address inside an AMP cache's or link wrapper's address; '' if it is neither."""
    if host.endswith(_AMP_CACHES):
        return _from_amp(_AMP_PATH.match(path), query)
    if _GOOGLE.match(host) and path.startswith("/amp/"):
        return _from_amp(_GOOGLE_AMP.match(path), query)
    for pattern, prefix, names in _WRAPPERS:
        if pattern.match(host) and (not prefix or path == prefix):
            values = dict(parse_qsl(query, max_num_fields=50)) if query.count("&") < 50 else {}
            inner = next((values[name] for name in names if name in values), "")
            return inner if inner.lower().startswith(("http://", "https://")) else ""
    return ""


def _from_amp(found: re.Match[str] | None, query: str) -> str:
    if found is None:
        return ""
    return f"{'https' if found[1] else 'http'}://{found[2]}" + (f"?{query}" if query else "")
