// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

/** By what the cluster and those who call it prove who they are. */
record Credentials(ClusterCertificates certificates, Tokens tokens) {
    /** The certificate that clients trust, in PEM. */
    public String authorityPem() {
        return certificates.authorityPem();
    }
}
