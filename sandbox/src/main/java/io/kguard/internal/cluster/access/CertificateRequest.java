// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kguard.internal.cluster.store.UserInfo;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * What somebody wants a certificate for, and the proof that the key is theirs.
 *
 * <p>Source: RFC 2986, PKCS #10.
 *
 * @param subject the name that the certificate is to have
 * @param key the key that it is to have
 * @param user whom the certificate will stand for
 */
public record CertificateRequest(X500Principal subject, PublicKey key, UserInfo user) {
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN CERTIFICATE REQUEST-----([A-Za-z0-9+/=\\s]*+)-----END CERTIFICATE REQUEST-----\\s*+");
    private static final Map<String, String> KEYS =
            Map.of("1.2.840.113549.1.1.1", "RSA", "1.2.840.10045.2.1", "EC", "1.3.101.112", "Ed25519");

    /**
     * Reads a request.
     *
     * @param base64 its PEM text in Base64, as in {@code spec.request}
     * @throws IllegalArgumentException if it is none, or is not signed by its own key
     */
    public static CertificateRequest parse(String base64) {
        Matcher pem = PEM.matcher(new String(Base64.getDecoder().decode(base64), US_ASCII).stripLeading());
        if (!pem.matches()) {
            throw new IllegalArgumentException("PEM block type must be CERTIFICATE REQUEST");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
        DerReader request = new DerReader(new DerReader(der).content(DerReader.SEQUENCE));
        byte[] signed = request.whole(DerReader.SEQUENCE);
        String signature = algorithm(request.content(DerReader.SEQUENCE));
        byte[] bits = request.content(DerReader.BIT_STRING);

        DerReader info = new DerReader(new DerReader(signed).content(DerReader.SEQUENCE));
        info.content(DerReader.INTEGER);
        X500Principal subject = new X500Principal(info.whole(DerReader.SEQUENCE));
        byte[] encodedKey = info.whole(DerReader.SEQUENCE);
        DerReader keyInfo = new DerReader(new DerReader(encodedKey).content(DerReader.SEQUENCE));
        try {
            String keyType = algorithm(keyInfo.content(DerReader.SEQUENCE));
            PublicKey key = KeyFactory.getInstance(KEYS.getOrDefault(keyType, keyType))
                    .generatePublic(new X509EncodedKeySpec(encodedKey));
            Signature verifier = Signature.getInstance(signature);
            verifier.initVerify(key);
            verifier.update(signed);
            // the first byte says how many bits of the last one are none
            if (!verifier.verify(Arrays.copyOfRange(bits, Math.min(1, bits.length), bits.length))) {
                throw new IllegalArgumentException("it is not signed by its own key");
            }
            return new CertificateRequest(subject, key, UserInfo.certificate(subject));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("its key or its signature can't be read: " + e.getMessage(), e);
        }
    }

    /** An algorithm's object identifier, by which Java knows signatures too. */
    private static String algorithm(byte[] identifier) {
        return new DerReader(identifier).objectIdentifier();
    }
}
