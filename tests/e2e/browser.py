"""Chromium without a window, driven over a pipe by its DevTools protocol: what tests of pages need of it."""
import base64
import json
import os
import shutil
import subprocess
import tempfile


def program():
    return next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)


def axe():
    """The text of axe-core where it is: AXE_CORE names axe.min.js, or npm has it for the whole machine."""
    folders = ["/usr/share/nodejs", "/usr/lib/node_modules", "/usr/local/lib/node_modules"]
    if shutil.which("npm") and not os.environ.get("AXE_CORE"):
        folders.append(subprocess.run(["npm", "root", "-g"], capture_output=True, text=True).stdout.strip())
    file = next((p for p in (os.environ.get("AXE_CORE", ""), *(f"{folder}/axe-core/axe.min.js" for folder in folders)) if p and os.path.exists(p)), None)
    if not file:
        return None
    with open(file, encoding="utf-8") as source:
        return source.read()


class Browser:
    """One browser with a profile of its own; ends with the `with` block."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        ours, theirs = os.pipe(), os.pipe()
        options = ["--headless", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe", "--host-resolver-rules=MAP * ~NOTFOUND",
                   f"--user-data-dir={self.folder.name}", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        self.process = subprocess.Popen(["sh", "-c", f'exec "$@" 3<&{theirs[0]} 4>&{ours[1]}', "sh", program(), *options], pass_fds=(theirs[0], ours[1]),
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs[0])
        os.close(ours[1])
        self.sends, self.receives = os.fdopen(theirs[1], "wb", buffering=0), os.fdopen(ours[0], "rb", buffering=0)
        self.count, self.rest, self.events = 0, b"", []
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
            self.process.wait(10)
        except (OSError, EOFError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.sends.close()
        self.receives.close()
        self.folder.cleanup()

    def message(self):
        while b"\0" not in self.rest:
            more = self.receives.read(1 << 16)
            if not more:
                raise EOFError("the browser is gone")
            self.rest += more
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, session=None, **parameters):
        self.count += 1
        request = {"id": self.count, "method": method, "params": parameters, **({"sessionId": session} if session else {})}
        self.sends.write(json.dumps(request).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, file, width=1280, height=900, dark=False):
        return Page(self, file, width, height, dark)


class Page:
    def __init__(self, browser, file, width, height, dark):
        self.browser = browser
        self.target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.call("Page.navigate", url="file://" + os.path.abspath(file))
        while not any(e.get("method") == "Page.loadEventFired" and e.get("sessionId") == self.session for e in browser.events):
            browser.events.append(browser.message())

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)
        self.browser.events.clear()

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def run(self, script):
        """The value of a JavaScript expression; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description"))
        return answer["result"].get("value")

    def events(self, method):
        return [e["params"] for e in self.browser.events if e.get("method") == method and e.get("sessionId") == self.session]

    def complaints(self):
        """What the console shows as an error, and what no script caught."""
        return ([e["entry"]["text"] for e in self.events("Log.entryAdded") if e["entry"]["level"] == "error"]
                + [e["args"] for e in self.events("Runtime.consoleAPICalled") if e["type"] in ("error", "assert")]
                + [e["exceptionDetails"]["text"] for e in self.events("Runtime.exceptionThrown")])

    def requests(self):
        """Addresses that were asked for; what the page's policy held back never was."""
        held_back = {e["requestId"] for e in self.events("Network.loadingFailed") if e.get("blockedReason") == "csp"}
        return [e["request"]["url"] for e in self.events("Network.requestWillBeSent") if e["requestId"] not in held_back]

    def serious(self, axe):
        """What axe-core finds serious or critical, with the first elements."""
        self.run(axe + ";0")
        return self.run("axe.run().then(r=>r.violations.filter(v=>v.impact==='serious'||v.impact==='critical').map(v=>v.id+': '+v.nodes.slice(0,3).map(n=>n.html.slice(0,150)+' '+n.failureSummary).join(' | ')))")

    def press(self, key, text="", code=0):
        """A key down and up, as a hand does it."""
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=key if len(key) > 1 else "", text=text, windowsVirtualKeyCode=code)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key if len(key) > 1 else "", windowsVirtualKeyCode=code)

    def click(self, selector):
        """The mouse in the middle of an element."""
        x, y = self.run(f"(function(){{var e=document.querySelector({json.dumps(selector)});e.scrollIntoView({{block:'center'}});var b=e.getBoundingClientRect();return[b.left+b.width/2,b.top+b.height/2]}})()")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def measure(self, name):
        """A counter of the DevTools: LayoutCount, RecalcStyleCount, ScriptDuration …"""
        self.call("Performance.enable")
        return {one["name"]: one["value"] for one in self.call("Performance.getMetrics")["metrics"]}[name]

    def screenshot(self, file, height=None, top=0):
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": top, "width": size["width"], "height": min(height or size["height"], size["height"] - top), "scale": 1}
        with open(file, "wb") as out:
            out.write(base64.b64decode(self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]))

    def pdf(self):
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])
