import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { getJson, sampleWebs } from './support.ts';

const start = sampleWebs();

it('takes a real mail and shows it escaped, with its HTML in a locked frame only', async () => {
  const { web } = await start();
  const { host, port, inboxUrl } = web.sites.mail;
  const transport = createTransport({ host, port, secure: false });
  await transport.sendMail({
    from: 'itibar <itibar@localhost>',
    to: 'ekip@pazarlamacim.example',
    subject: '<script>alert("konu")</script> Kriz uyarısı',
    text: 'Düz metin <b>böyle</b>',
    html: '<p>Güzel <b>görünüm</b></p><script>alert(1)</script>',
    headers: { 'X-Deneme': '<img src=x>' },
  });
  transport.close();

  const { mails } = await getJson<{ mails: { id: number; subject: string; text: string; recipients: string[] }[] }>(
    `${inboxUrl}/api/mails`,
  );
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ recipients: ['ekip@pazarlamacim.example'] });
  expect(mails[0]?.subject).toContain('Kriz uyarısı');

  const list = await (await fetch(inboxUrl)).text();
  const view = await fetch(`${inboxUrl}/mails/${mails[0]?.id}`);
  const page = await view.text();
  for (const html of [list, page]) {
    expect(html).toContain('&lt;script&gt;alert(&quot;konu&quot;)');
    expect(html).not.toContain('<script');
  }
  expect(page).toContain('Düz metin &lt;b&gt;böyle&lt;/b&gt;');
  expect(page).toContain('&lt;img src=x&gt;');
  expect(page).not.toContain('<img src=x>');
  expect(page).toMatch(/<iframe sandbox="(?![^"]*allow-(scripts|same-origin))/);
  expect(view.headers.get('content-security-policy')).toContain("default-src 'none'");

  const frame = await fetch(`${inboxUrl}/mails/${mails[0]?.id}/html`);
  expect(await frame.text()).toContain('<b>görünüm</b>');
  const policy = frame.headers.get('content-security-policy') ?? '';
  expect(policy).toContain('sandbox');
  expect(policy).not.toContain('allow-scripts');
});

it('says that the box is empty and knows no mail that is not there', async () => {
  const { web } = await start();
  expect(await (await fetch(web.sites.mail.inboxUrl)).text()).toContain('Henüz posta gelmedi');
  expect((await fetch(`${web.sites.mail.inboxUrl}/mails/99`)).status).toBe(404);
});
