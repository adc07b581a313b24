// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * What somebody wants a certificate for, and the proof that the key is theirs.
 *
 * @param subject the name that the certificate is to have
 * @param key the key that it is to have
 * @param user whom the certificate will stand for
 */
record CertificateRequest(X500Principal subject, PublicKey key, UserInfo user) {
    /** How long a request may be, in Base64; one with Java's largest key has a tenth of it. */
    private static final int MAX_LENGTH = 64 << 10;

    private static final String TYPE = "CERTIFICATE REQUEST";

    /**
     * Reads a request.
     *
     * @param base64 its PEM text in Base64, as in {@code spec.request}
     * @throws IllegalArgumentException if it is none, is too long, or is not signed by its own key
     */
    public static CertificateRequest parse(String base64) {
        if (base64.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("it is longer than " + (MAX_LENGTH >> 10) + " KiB");
        }
        byte[] der = der(new String(Base64.getDecoder().decode(base64), US_ASCII));
        X500Principal subject;
        PublicKey key;
        boolean signed;
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
            subject = new X500Principal(request.getSubject().getEncoded());
            key = request.getPublicKey();
            signed = request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | RuntimeException e) { // the library ends in any of them, if a value is missing or is another
            throw new IllegalArgumentException("its key or its signature can't be read: " + e.getMessage(), e);
        }
        if (!signed) {
            throw new IllegalArgumentException("it is not signed by its own key");
        }
        return new CertificateRequest(subject, key, UserInfo.certificate(subject));
    }

    private static byte[] der(String pem) {
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject block = reader.readPemObject();
            if (block != null && block.getType().equals(TYPE)) {
                return block.getContent();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("PEM block type must be " + TYPE + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("PEM block type must be " + TYPE);
    }
}
