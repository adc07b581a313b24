// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static io.kguard.golden.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** MITRE publishes no schema of layers. The one here is kguard's own, of what the format's documentation says. */
class NavigatorLayerTest {
    @Test
    void isAsTheFormatHasIt() throws IOException {
        JsonSchema schema = JsonSchema.in(Path.of("src/test/resources/schema/navigator-layer-4.5.schema.json"));
        String layer = NavigatorLayer.of(ExampleRun.mixed());

        assertThat(schema.faults(layer)).isEmpty();
        assertThat(schema.faults(NavigatorLayer.of(ExampleRun.impossible()))).isEmpty();
        assertThat(schema.faults(layer.replace("\"T1609\"", "\"execution\""))).isNotEmpty();
        assertThat(schema.faults(layer.replace("\"4.5\"", "\"4.4\""))).isNotEmpty();
        assertGolden(layer, "report/attack-navigator.json");
    }

    /** The rule of the example has the tag T1059, which proves nothing. */
    @Test
    void onlyChecksThatPassedCount() {
        assertThat(NavigatorLayer.of(ExampleRun.one(new Verdict.Passed())))
                .contains("\"techniqueID\": \"T1609\"")
                .contains("\"techniqueID\": \"T1059.004\"")
                .contains("Terminal shell in container fires in one")
                .doesNotContain("\"T1059\"");
        assertThat(NavigatorLayer.of(ExampleRun.one(new Verdict.Failed("It is silent."))))
                .doesNotContain("techniqueID");
    }
}
