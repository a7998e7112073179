{% include "dates.js" %}
  // In this order, each for itself: what fails stops no other.
  const here = own.src;
  addEventListener("DOMContentLoaded", () => {
    const tools = document.querySelector("[data-pa-thread-tools]").content;
    document.querySelector("[data-pa-tools]")?.append(tools); // above a thread, each shown by the script that serves it
    for (const name of document.querySelector("[data-pa-thread]") ? kept.threadScripts : kept.scripts) {
      if (window.parleyOffline) window.parleyOffline.start(name); // read from files, where there are no modules
      else startModule(name);
    }
    function startModule(name) {
      const script = Object.assign(document.createElement("script"), { type: "module", src: new URL(name, here) });
      script.async = false;
      document.head.append(script);
    }
  });
