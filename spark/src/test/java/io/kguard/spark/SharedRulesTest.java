// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.Rule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules on an executor. */
class SharedRulesTest {
    private static SharedRules sent() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("s3a://rules/z.yaml", "- macro: fork\n  condition: evt.type = fork\n".getBytes(UTF_8));
        files.put("a.yaml", """
                - rule: Fork
                  desc: d
                  condition: fork
                  output: o
                  priority: INFO
                  enabled: false
                """.getBytes(UTF_8));
        SharedRules rules = new SharedRules(files, new RuleSettings(FalcoVersion.CURRENT, Matching.ALL, true), null);
        assertThat(rules.rules().rules()).hasSize(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(rules);
        }
        assertThat(bytes.size()).isLessThan(2000);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (SharedRules) in.readObject();
        }
    }

    @Test
    void filesAreSentAndCompiledThere() throws Exception {
        RuleSet rules = sent().rules();

        assertThat(rules.rules()).extracting(Rule::name).containsExactly("Fork");
        assertThat(rules.options().matching()).isEqualTo(Matching.ALL);
    }

    /** An engine for each partition would be compiled, and run slowly, over and over. */
    @Test
    void partitionsOfAnExecutorShareOneEngine() throws Exception {
        SharedRules rules = sent();
        Set<RuleSet> engines = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

        IntStream.range(0, 64).parallel().forEach(partition -> engines.add(rules.rules()));

        assertThat(engines).hasSize(1);
    }
}
