// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

/** The content of a kubeconfig file. */
final class Kubeconfig {
    private Kubeconfig() {}

    static String of(String url, String authorityBase64, String token) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: kguard
                    cluster: {server: "%s", certificate-authority-data: %s}
                users:
                  - name: kguard
                    user: {token: "%s"}
                contexts:
                  - name: kguard
                    context: {cluster: kguard, user: kguard, namespace: default}
                current-context: kguard
                """.formatted(url, authorityBase64, token);
    }
}
