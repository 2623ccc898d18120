import type { Config } from "./config.js";

/** What the environment says and nobody is to be told, as it is written and as it is meant. */
export function secretsOf(config: Config): string[] {
  const { databaseUrl, redisUrl, encryptionKeys, mail, sms } = config;
  const passwords = [databaseUrl, redisUrl].flatMap((url) => {
    if (url === null) return [];
    const { password, searchParams } = new URL(url);
    return [password, decodeURIComponent(password), searchParams.get("password") ?? ""];
  });
  const keys = (encryptionKeys ?? []).flatMap(({ key }) => [
    key.toString("base64"),
    key.toString("hex"),
  ]);
  const noticeSecret = sms?.kind === "huawei" ? sms.appSecret : sms?.secret;
  const ofNotices = [mail?.server.password, noticeSecret].flatMap((secret) =>
    secret ? [secret, encodeURIComponent(secret)] : [],
  );
  // Shorter ones are words of the language too; addresses lose their passwords anyhow.
  return [...new Set([...passwords, ...keys, ...ofNotices])].filter((secret) => secret.length >= 6);
}
