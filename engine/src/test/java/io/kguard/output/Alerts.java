// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.engine.Alert;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts of rules that were loaded for them. */
final class Alerts {
    /** 2018-08-17T17:35:48.519118265Z. */
    static final long TIMESTAMP = 1534527348519118265L;

    private Alerts() {}

    static Rule rule(String name, String priority, List<String> tags) {
        String text = "- rule: \"" + name.replace("\"", "\\\"") + "\"\n  desc: d\n  condition: evt.type = open\n"
                + "  output: \"%evt.arg.flags %fd.name\"\n  priority: " + priority + "\n  tags: " + tags + "\n";
        return RuleLoader.of(FalcoVersion.V0_40)
                .loadText("test.yaml", text)
                .orThrow()
                .rules()
                .get(0);
    }

    static Alert alert(String message, Map<String, @Nullable Object> fields) {
        return new Alert(rule("r2", "INFORMATIONAL", List.of()), 7, TIMESTAMP, message, fields);
    }

    static Alert numbered(int number) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("evt.num", (long) number);
        return alert("alert " + number, fields);
    }
}
