"""Pages that try to keep a browser for ever, fill its memory, or flood its user: one page a name, ground truth in the name."""

from __future__ import annotations

_FILL = "const b=new Uint8Array(n);for(let i=0;i<n;i+=4096)b[i]=1;"

# Each ends in the browser's own limits or in ours; what must hold of all: within the budget, and the next page works.
STORMS = {
    "js-loop": "for(;;){}",
    "alert-storm": "for(var i=0;i<50;i++)alert(i)",
    "alert-loop": "for(;;){alert('x');confirm('y');prompt('z')}",
    "leave-trap": "addEventListener('beforeunload',e=>{e.preventDefault();e.returnValue='x';for(;;){}})",
    "window-flood": "for(var i=0;i<500;i++)window.open('/spa?'+i);setInterval(()=>window.open('/spa'),5)",
    "print-storm": "for(var i=0;i<200;i++)window.print()",
    "download-storm": (
        "setInterval(()=>{const a=document.createElement('a');a.download='x.bin';"
        "a.href=URL.createObjectURL(new Blob([new Uint8Array(1<<20)]));a.click()},5)"
    ),
    "reload-loop": "setTimeout(()=>location.reload(),5)",
    "history-flood": "for(;;)history.pushState({},'','?'+Math.random())",
    "worker-storm": "for(var i=0;i<12;i++)new Worker(URL.createObjectURL(new Blob(['for(;;){}'])))",
    "frame-storm": (
        "for(var i=0;i<30;i++){const f=document.createElement('iframe');f.src='/frame-storm?'+Math.random();document.body.append(f)}"
    ),
    "memory-bomb": f"const n=64<<20,all=[];for(;;){{{_FILL}all.push(b)}}",
    "heap-bomb": "const all=[];for(;;)all.push(new Array(1e6).fill({}))",
    "dom-bomb": "for(;;){const d=document.createElement('div');d.innerHTML='<b>政务</b>'.repeat(2e4);document.body.append(d)}",
    "big-document": "document.body.append('政务公开'.repeat(9e6))",
    "forged-world": "document.querySelectorAll=Element.prototype.getBoundingClientRect=JSON.stringify=()=>{for(;;){}}",
}


def storm(name: str) -> bytes:
    """The page of a name."""
    return (
        f"<html><head><meta charset=utf-8><title>{name}</title></head><body>政务公开<script>{STORMS[name]}</script></body></html>".encode()
    )
