// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.EventScript;
import io.kguard.internal.yaml.Keys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A play reads the keys of event scripts. One that it does not know would be left out, and nobody would see it. */
class PlayedKeysTest {
    private static final Map<String, Keys> KEYS = Keys.of(EventScript.class);

    @Test
    void aPlayKnowsEachKeyOfAScript() {
        has("script", "containers processes actions");
        has("container", "name image pod namespace type privileged host-pid host-network host-ipc mounts labels");
        has("mount", "source destination mode writable propagation");
        has(
                "process",
                "name path args container parent terminal exe comm user group login-user directory env capabilities"
                        + " session leader memory-file writable upper-layer input output errors");
        has("identity", "id name");
        has("capabilities", "permitted effective inheritable");
        has("action", "as returns with enter");
        assertThat(KEYS).hasSize(8);
    }

    private static void has(String mapping, String known) {
        assertThat(Keys.known(KEYS, mapping).names())
                .as("keys of a %s; play the new one, or refuse it with its reason, then write it here", mapping)
                .containsExactlyElementsOf(List.of(known.split(" ", -1)));
    }
}
