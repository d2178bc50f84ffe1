import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** An X.509 certificate made on the spot: no program is needed, and it may have ended long ago. */
export interface Certificate {
	/** PEM. */
	readonly cert: string;
	/** PEM. */
	readonly key: string;
}

export interface CertificateOptions {
	readonly host: string;
	readonly from: Date;
	readonly to: Date;
}

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
	const content = Buffer.concat(parts);
	const { length } = content;
	if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
	const size = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
};

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const objectId = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value, 'utf8'));

const ids = {
	ecdsaWithSha256: objectId('2a8648ce3d040302'),
	commonName: objectId('550403'),
	subjectAltName: objectId('551d11'),
	basicConstraints: objectId('551d13'),
};

const name = (host: string): Buffer =>
	sequence(der(0x31, sequence(ids.commonName, text(0x0c, host))));

/** `YYYYMMDDHHMMSSZ`. */
const time = (date: Date): Buffer =>
	text(0x18, `${date.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`);

const extension = (id: Buffer, value: Buffer): Buffer => sequence(id, der(0x04, value));

function unsigned({ host, from, to }: CertificateOptions, publicKey: KeyObject): Buffer {
	const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)]);
	return sequence(
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, serial),
		sequence(ids.ecdsaWithSha256),
		name(host),
		sequence(time(from), time(to)),
		name(host),
		publicKey.export({ type: 'spki', format: 'der' }),
		der(
			0xa3,
			sequence(
				extension(ids.subjectAltName, sequence(text(0x82, host))),
				extension(ids.basicConstraints, sequence(der(0x01, Buffer.from([0xff])))),
			),
		),
	);
}

/** Signed by itself: who is given it as `ca` trusts it, everybody else does not. */
export function selfSigned(options: CertificateOptions): Certificate {
	const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
	const body = unsigned(options, publicKey);
	const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
	const bytes = sequence(body, sequence(ids.ecdsaWithSha256), signature);
	const lines = bytes.toString('base64').replace(/(.{64})(?=.)/g, '$1\n');
	return {
		cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
	};
}
