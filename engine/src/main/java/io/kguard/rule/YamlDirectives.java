// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.rule.YamlToken.Kind;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code %YAML} and {@code %TAG} before a document. They change nothing, but they may be wrong. */
final class YamlDirectives {
    private static final Pattern VERSION = Pattern.compile("[+-]?(\\d+).[+-]?\\d+");

    private final Set<String> tags = new HashSet<>();
    private boolean hasVersion;

    /** Reads those before the next document. */
    void read(YamlScanner scanner) {
        if (scanner.isNext(Kind.DIRECTIVE)) {
            tags.clear();
            hasVersion = false;
        }
        for (YamlToken token = scanner.peek(); token != null && token.type == Kind.DIRECTIVE; token = scanner.peek()) {
            switch (token.name) {
                case "YAML" -> version(token);
                case "TAG" -> tag(token);
                default -> {}
            }
            scanner.skip();
        }
    }

    private void version(YamlToken token) {
        if (token.parameters.size() != 1) {
            throw new YamlException(token.start, "YAML directives must have exactly one argument");
        } else if (hasVersion) {
            throw new YamlException(token.start, "repeated YAML directive");
        }
        String version = token.parameters.get(0);
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            throw new YamlException(token.start, "bad YAML version: " + version);
        } else if (!matcher.group(1).matches("0*[01]")) {
            throw new YamlException(token.start, "YAML major version too large");
        }
        hasVersion = true;
    }

    private void tag(YamlToken token) {
        if (token.parameters.size() != 2) {
            throw new YamlException(token.start, "TAG directives must have exactly two arguments");
        } else if (!tags.add(token.parameters.get(0))) {
            throw new YamlException(token.start, "repeated TAG directive");
        }
    }
}
