import { html } from '../html.ts';
import { byId, render } from '../render.ts';
import { startSite } from '../site.ts';

void startSite(() =>
  render(
    byId('main'),
    html`<div class="page-head"><h1>About this demo</h1></div>
      <div class="prose">
        <p class="lead">Orchard Lane does not exist. It is a small storefront around <strong>Edgecart</strong>: recommendations that follow the live cart and are computed in the shopper’s own browser.</p>
        <h2>What to try</h2>
        <ol>
          <li>Put bread or pasta into the cart and watch the suggestions change on the same page.</li>
          <li>Open <strong>What the SDK sees</strong> at the lower right: events and what cleaning did with them, cart, intent, timings, and each record that left.</li>
          <li>Agree to nothing and shop: suggestions still work, and nothing leaves. Then allow sending, and look at <a href="/privacy.html">what left</a>.</li>
          <li>Stop the collector, or switch off the network, and go on filling the cart on the page you are on: suggestions go on.</li>
          <li>Let it guess <a href="/replay.html">real baskets</a> that the model has never seen.</li>
        </ol>
        <h2>Where the data comes from</h2>
        <p>Products, prices and baskets come from <strong>The Complete Journey</strong> by 84.51°, a year of purchases by households at an American grocer, published under CC0. The data names no brands: those here, “Orchard Lane” among them, are invented, and names are made readable from the data’s own product groups. The model was trained on the baskets of the earlier weeks; the last weeks are for the replay.</p>
        <h2>How the pictures are made</h2>
        <p>Each is drawn by a few lines of code from the product’s kind, in colours that follow from its brand and number. Nothing is downloaded.</p>
        <h2>What differs from a real shop</h2>
        <p>Records leave after 2 seconds and paths after at most 5, and a new model is looked for every 5 seconds, so that there is something to see. The defaults are 30 seconds, 10 minutes and 10 minutes. There is no payment, no account, and no delivery.</p>
      </div>`,
  ),
);
