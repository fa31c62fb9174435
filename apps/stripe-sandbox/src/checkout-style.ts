/** The hosted page's only style sheet. */
export const STYLE = `
*{box-sizing:border-box}
body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:#1d2430;background:#f4f5f7}
.banner{background:#7a1f1f;color:#fff;padding:.75rem 1rem;text-align:center}
.banner p{margin:0}
main{max-width:32rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}
.sum{list-style:none;margin:0 0 1rem;padding:0}
.sum li{display:flex;justify-content:space-between;gap:1rem;padding:.4rem 0;border-bottom:1px solid #d3d8e0}
.sum .total{font-weight:700}
form,.box{background:#fff;border:1px solid #d3d8e0;border-radius:.5rem;padding:1rem;margin:0 0 1rem}
label{display:block;font-weight:600;margin:1rem 0 .25rem}
label:first-child{margin-top:0}
input{width:100%;font:inherit;padding:.6rem .7rem;min-height:2.75rem;border:1px solid #6b7482;border-radius:.35rem;background:#fff;color:inherit}
input[aria-invalid=true]{border:2px solid #b3261e}
.hint{margin:0 0 .25rem;color:#4b5563;font-size:.9rem}
.error{margin:0 0 .25rem;color:#b3261e;font-weight:600}
.alert{border:2px solid #b3261e;background:#fff;border-radius:.5rem;padding:.75rem 1rem;margin:0 0 1rem}
.alert h2{font-size:1rem;margin:0 0 .25rem;color:#b3261e}
.alert ul{margin:0;padding-left:1.25rem}
.alert a{color:#b3261e}
button,.button{display:inline-block;width:100%;font:inherit;font-weight:700;text-align:center;text-decoration:none;min-height:2.75rem;margin-top:1.25rem;padding:.6rem 1rem;border:2px solid #1b4d8c;border-radius:.35rem;background:#1b4d8c;color:#fff;cursor:pointer}
button.quiet{background:#fff;color:#1b4d8c}
a{color:#1b4d8c}
:focus-visible{outline:3px solid #c05a00;outline-offset:2px}
details{margin-top:1rem}
summary{cursor:pointer;padding:.5rem 0;font-weight:600}
table{border-collapse:collapse;width:100%}
td{overflow-wrap:anywhere;hyphens:auto}
td,th{text-align:left;vertical-align:top;padding:.35rem .5rem .35rem 0;border-bottom:1px solid #d3d8e0;font-weight:400}
th{font-variant-numeric:tabular-nums;white-space:nowrap}
@media(max-width:24rem){th{white-space:normal;width:6.5rem}}
`;
