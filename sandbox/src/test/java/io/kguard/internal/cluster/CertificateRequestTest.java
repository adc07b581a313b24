// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as attackers and honest users write them; {@code CredentialsTest} sends them to an API server. */
class CertificateRequestTest {
    private static final X500Principal JANE = new X500Principal("CN=jane,O=dev");

    private static byte[] der(KeyPair subject, KeyPair signer, String signature) throws Exception {
        return new JcaPKCS10CertificationRequestBuilder(JANE, subject.getPublic())
                .build(new JcaContentSignerBuilder(signature).build(signer.getPrivate()))
                .getEncoded();
    }

    private static String encoded(byte[] der) {
        return base64("-----BEGIN CERTIFICATE REQUEST-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE REQUEST-----\n");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(US_ASCII));
    }

    private static KeyPair keys(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, SHA256withRSA",
        "RSA, SHA512withRSA",
        "EC, SHA256withECDSA",
        "EC, SHA384withECDSA",
        "Ed25519, Ed25519"
    })
    void aRequestSaysWhoseCertificateItAsksFor(String algorithm, String signature) throws Exception {
        KeyPair keys = keys(algorithm);
        CertificateRequest request = CertificateRequest.parse(encoded(der(keys, keys, signature)));

        assertThat(request.subject()).isEqualTo(JANE);
        assertThat(request.key()).isEqualTo(keys.getPublic());
        assertThat(request.user().username()).isEqualTo("jane");
        assertThat(request.user().groups()).contains("dev");
    }

    @Test
    void theKeyOfAnotherIsRefused() throws Exception {
        assertThatThrownBy(() -> CertificateRequest.parse(encoded(der(keys("EC"), keys("EC"), "SHA256withECDSA"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it is not signed by its own key");
    }

    @Test
    void whatIsNoRequestIsSaid() {
        assertThatThrownBy(() -> CertificateRequest.parse(base64("a letter")))
                .hasMessage("PEM block type must be CERTIFICATE REQUEST");
        assertThatThrownBy(() -> CertificateRequest.parse(
                        base64("-----BEGIN CERTIFICATE-----\nMIHj\n-----END CERTIFICATE-----\n")))
                .hasMessage("PEM block type must be CERTIFICATE REQUEST");
        assertThatThrownBy(() -> CertificateRequest.parse(base64("-----BEGIN CERTIFICATE REQUEST-----\nMIHj\n")))
                .hasMessageStartingWith("PEM block type must be CERTIFICATE REQUEST");
        assertThatThrownBy(() -> CertificateRequest.parse("$$$$")).hasMessageContaining("Illegal base64 character");
        assertThatThrownBy(() -> CertificateRequest.parse("A".repeat(65_540))).hasMessage("it is longer than 64 KiB");
    }

    @Test
    void noRequestThatIsBrokenEndsOtherwise() throws Exception {
        KeyPair keys = keys("EC");
        byte[] der = der(keys, keys, "SHA256withECDSA");
        for (int at = 0; at < der.length; at++) {
            byte[] changed = der.clone();
            changed[at] ^= (byte) 0x21;
            for (byte[] broken : new byte[][] {Arrays.copyOf(der, at), changed}) {
                assertThat(catchThrowable(() -> CertificateRequest.parse(encoded(broken))))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /** It must not end in an overflow of the stack. */
    @Test
    void deepNestingIsRefused() {
        byte[] der = new byte[32 << 10];
        for (int at = 0; at < der.length; at += 2) {
            der[at] = 0x30; // a sequence
            der[at + 1] = (byte) 0x80; // of indefinite length
        }
        assertThatThrownBy(() -> CertificateRequest.parse(encoded(der))).isInstanceOf(IllegalArgumentException.class);
    }
}
