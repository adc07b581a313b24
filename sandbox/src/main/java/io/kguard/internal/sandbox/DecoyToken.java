// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** A service account token that looks valid but grants no access. */
final class DecoyToken {
    private DecoyToken() {}

    static String of(String namespace, String serviceAccount) {
        String header = "{\"alg\":\"none\",\"kid\":\"kguard-decoy\"}";
        String claims = "{\"iss\":\"https://kubernetes.default.svc.cluster.local\",\"sub\":\"system:serviceaccount:"
                + namespace + ":" + serviceAccount + "\"}";
        return base64(header) + "." + base64(claims) + "." + base64("decoy");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
