"""The OHIF viewer beside the service: its files as they are, and a configuration that names this service.

The program is the npm package @ohif/app, which pacslake does not bring along. Its files are the same for everybody and hold
nothing of the lake; what it shows it asks of DICOMweb, with the token of who signed in at the service's own page in the same
tab. The token goes out as a header and never stands in an address.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from pacslake.errors import UsageError

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["POLICY", "configuration", "ohif_routes"]

POLICY = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
"""OHIF compiles code as it runs and draws in workers; it still reaches no other host."""


def configuration(prefix: str) -> str:
    """`app-config.js`: one data source, this service. `prefix`: path of DICOMweb."""
    root = json.dumps(prefix)
    return f"""(() => {{
  const token = sessionStorage.getItem("pacslake-token");
  if (!token) {{ location.replace("/"); return; }}
  const own = (url) => new URL(url, location.href).href.startsWith(location.origin + {root});
  const {{ open }} = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, url, ...more) {{
    open.call(this, method, url, ...more);
    if (own(url)) this.setRequestHeader("Authorization", "Bearer " + token);
  }};
  const plain = window.fetch;
  window.fetch = (what, how = {{}}) => {{
    if (!own(what.url ?? what)) return plain(what, how);
    const headers = new Headers(how.headers ?? what.headers);
    headers.set("Authorization", "Bearer " + token);
    return plain(what, {{ ...how, headers }});
  }};
}})();
window.config = {{
  name: "pacslake", routerBasename: "/ohif", extensions: [], modes: [], customizationService: {{}}, showStudyList: true,
  maxNumberOfWebWorkers: 2, showWarningMessageForCrossOrigin: false, showCPUFallbackMessage: false, investigationalUseDialog: {{ option: "never" }},
  strictZSpacingForVolumeViewport: true, showErrorDetails: "always", defaultDataSourceName: "pacslake",
  dataSources: [{{
    namespace: "@ohif/extension-default.dataSourcesModule.dicomweb", sourceName: "pacslake",
    configuration: {{
      friendlyName: "pacslake", name: "pacslake", qidoRoot: location.origin + {root}, wadoRoot: location.origin + {root},
      qidoSupportsIncludeField: true, imageRendering: "wadors", thumbnailRendering: "wadors", enableStudyLazyLoad: true,
      supportsFuzzyMatching: true, supportsWildcard: true, omitQuotationForMultipartRequest: true, dicomUploadEnabled: false,
      bulkDataURI: {{ enabled: true, relativeResolution: "studies" }}
    }}
  }}]
}};
"""


def ohif_routes(folder: Path, prefix: str) -> list[Route]:
    """Routes of the viewer's files. Only what lies in the folder now is given, by its exact name.

    Raises: UsageError where the folder holds no OHIF.
    """
    if not (folder / "index.html").is_file() or not (folder / "app-config.js").is_file():
        raise UsageError(
            f"{folder} holds no built OHIF viewer; it is the folder `dist` of the npm package @ohif/app "
            "(npm pack @ohif/app && tar xzf ohif-app-*.tgz gives package/dist)"
        )
    files = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and not path.name.endswith(".map")
    }
    files.pop("index.html")

    async def give(request: Request) -> Response:
        name = str(request.path_params.get("name", ""))
        if name == "app-config.js":
            return Response(configuration(prefix), media_type="text/javascript", headers=POLICY)
        # Its own paths, such as /ohif/viewer, are all the one page; it then reads the address.
        path = files.get(name, folder / "index.html")
        return FileResponse(path, headers=POLICY)

    # Its page names its files from the root of the host.
    outside = [
        Route(f"/{name}", _fixed(give, name), methods=["GET"]) for name in (*sorted(files), "app-config.js")
    ]
    return [
        *outside,
        Route("/ohif", give, methods=["GET"]),
        Route("/ohif/{name:path}", give, methods=["GET"]),
    ]


def _fixed(give, name):  # type: ignore[no-untyped-def]
    async def one(request: Request) -> Response:
        request.path_params["name"] = name
        return await give(request)

    return one
