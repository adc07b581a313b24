// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** A cluster's certificate authority and the API server's certificate, created for each cluster. */
final class ClusterCertificates {
    private final X509Bundle authority;
    private final X509Bundle server;

    /**
     * Creates keys and certificates.
     *
     * @param serviceAddress the address at which pods reach the API server
     */
    public ClusterCertificates(String serviceAddress) {
        try {
            authority = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=kguard-ca")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            server = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=kube-apiserver")
                    .addSanDnsName("localhost")
                    .addSanDnsName("kubernetes")
                    .addSanDnsName("kubernetes.default")
                    .addSanDnsName("kubernetes.default.svc")
                    .addSanDnsName("kubernetes.default.svc.cluster.local")
                    .addSanIpAddress("127.0.0.1")
                    .addSanIpAddress(serviceAddress)
                    .buildIssuedBy(authority);
        } catch (Exception e) {
            throw new ClusterException("the API server's certificate could not be made: " + e.getMessage(), e);
        }
    }

    /** The authority's certificate, PEM. */
    public String authorityPem() {
        return authority.getCertificatePEM();
    }

    public String authorityBase64() {
        return Base64.getEncoder().encodeToString(authorityPem().getBytes(US_ASCII));
    }

    /** A certificate for a client, PEM, with the name and the key of its request. */
    public String signClient(CertificateRequest request, Duration lifetime) {
        try {
            return new CertificateBuilder()
                    .ecp256()
                    .subject(request.subject())
                    .publicKey(request.key())
                    .notAfter(Instant.now().plus(lifetime))
                    .addExtendedKeyUsageClientAuth()
                    .buildIssuedBy(authority)
                    .getCertificatePEM();
        } catch (Exception e) {
            throw new ClusterException("a client's certificate could not be made: " + e.getMessage(), e);
        }
    }

    /** The authority by which client certificates are checked. */
    public PemTrustOptions clientAuthority() {
        return new PemTrustOptions().addCertValue(Buffer.buffer(authorityPem()));
    }

    /** The key as it is. As text it would pass through key stores, each of which encrypts it slowly. */
    public KeyCertOptions serverOptions() {
        return KeyCertOptions.wrap(new ServerKey(
                server.getKeyPair().getPrivate(), server.getCertificatePath().clone()));
    }
}
