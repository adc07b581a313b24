// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModuleDiagramTest {
    private static Set<String> types(int count) {
        return IntStream.range(0, count).mapToObj(i -> "Type" + i).collect(Collectors.toSet());
    }

    @Test
    void whereALongerWayLeadsThereIsNoArrow() {
        ModuleImports modules = new ModuleImports(
                new TreeMap<>(
                        Map.of("low", Set.of("rule", "event"), "middle", Set.of("lint"), "top", Set.of("output"))),
                new TreeMap<>(Map.of(
                        "top", new TreeMap<>(Map.of("middle", types(10), "low", types(30))),
                        "middle", new TreeMap<>(Map.of("low", types(11))))));

        assertThat(new ModuleDiagram(modules).text()).isEqualTo("""
                ```mermaid
                flowchart TD
                    low["<b>low</b><br/>event<br/>rule"]
                    middle["<b>middle</b><br/>lint"]
                    top["<b>top</b><br/>output"]
                    middle -->|up to 20 types| low
                    top -->|up to 10 types| middle
                ```
                """);
    }

    @Test
    void itStandsBetweenTheMarkers() {
        String page = "before\n<!-- made of the code: begin -->\nold\n<!-- made of the code: end -->\nafter\n";
        assertThat(ModuleDiagram.put(page, "new\n"))
                .isEqualTo(
                        "before\n<!-- made of the code: begin -->\n\nnew\n\n<!-- made of the code: end -->\nafter\n");
        assertThatThrownBy(() -> ModuleDiagram.put("before\nafter\n", "new\n"))
                .hasMessageContaining("made of the code: begin");
    }
}
