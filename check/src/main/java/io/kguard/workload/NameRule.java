// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import java.util.regex.Pattern;
import org.apiguardian.api.API;

/** Kubernetes' rule for one kind of name. */
@API(status = API.Status.INTERNAL)
public enum NameRule {
    DNS_LABEL("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?", 63, "lower-case letters, digits and dashes, at most 63"),
    DNS_SUBDOMAIN(
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
            253,
            "lower-case letters, digits, dashes and dots, at most 253"),
    ENVIRONMENT_VARIABLE("[ -<>-~]+", 1024, "printable ASCII characters except ="),
    QUALIFIED(
            "([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?",
            317,
            "letters, digits, -, _ and ., at most 63, perhaps after a DNS name and a slash"),
    LABEL_VALUE(
            "([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?",
            63,
            "letters, digits, -, _ and ., at most 63, or nothing"),
    DATA_KEY("[-._a-zA-Z0-9]+", 253, "letters, digits, -, _ and ., at most 253"),
    PORT("[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?", 15, "lower-case letters, digits and dashes, at most 15"),
    UID("[A-Za-z0-9-]{1,64}", 64, "letters, digits and dashes, at most 64");

    private final Pattern pattern;
    private final int most;
    private final String allowed;

    NameRule(String pattern, int most, String allowed) {
        this.pattern = Pattern.compile(pattern);
        this.most = most;
        this.allowed = allowed;
    }

    /** Whether a string follows the rule. The length is checked first, which bounds the work of the pattern. */
    public boolean allows(String text) {
        return text.length() <= most
                && pattern.matcher(text).matches()
                && !((this == DATA_KEY) && (text.equals(".") || text.startsWith("..")));
    }

    /** Describes what is allowed. */
    public String allowed() {
        return allowed;
    }
}
