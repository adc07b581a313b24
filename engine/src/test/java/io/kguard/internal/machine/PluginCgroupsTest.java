// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginCgroupsTest {
    private static final String ID = "a".repeat(64);

    private static String id(FalcoVersion version, String... cgroups) {
        return new PluginCgroups(version).match(List.of(cgroups)).id();
    }

    @ParameterizedTest
    @CsvSource({
        "cpu=/docker/%s, aaaaaaaaaaaa",
        "cpu=/system.slice/docker-%s.scope, aaaaaaaaaaaa",
        "cpu=/kubepods/besteffort/podb1/%s, aaaaaaaaaaaa",
        "cpu=/machine.slice/libpod-%s.scope/container, aaaaaaaaaaaa",
        "cpu=/a/b/cri-containerd-%s.scope, aaaaaaaaaaaa",
        "name=systemd=/docker/%s, aaaaaaaaaaaa",
        // containers of ctr may have any name, also behind a namespace that is none
        "cpu=/default/web, web",
        "cpu=/user.slice/anything-at-all, anything-at-",
        "cpu=/system.slice/ssh.service, ''",
        "cpu=/user.slice/user-0.slice/session-1.scope, ''",
        "cpu=/, ''",
        "cpu=/lxc/web/init, web/init",
        "cpu=/machine.slice/machine-lxc\\x2d22\\x2dweb.scope, 22\\x2dweb",
    })
    void anIdIsFoundInACgroup(String cgroup, String id) {
        assertThat(id(FalcoVersion.CURRENT, cgroup.formatted(ID))).isEqualTo(id);
    }

    @Test
    void allEnginesAreTriedOnACgroupBeforeTheNextOne() {
        assertThat(id(FalcoVersion.CURRENT, "cpu=/default/web", "memory=/docker/" + ID))
                .isEqualTo("web");
        assertThat(CgroupMatch.of(List.of("cpu=/default/web", "memory=/docker/" + ID))
                        .id())
                .isEqualTo("web");
        assertThat(CgroupMatch.of(List.of("cpu=/user.slice/web", "memory=/docker/" + ID))
                        .id())
                .isEqualTo("aaaaaaaaaaaa");
        assertThat(id(FalcoVersion.CURRENT, "cpu=/user.slice/web", "memory=/docker/" + ID))
                .isEqualTo("web");
    }

    @Test
    void laterPluginsKnowMoreEngines() {
        String split = "cpu=/user.slice/a.slice/libpod-payload-" + ID + ".scope";
        assertThat(id(FalcoVersion.V0_41, split)).isEmpty();
        assertThat(id(FalcoVersion.V0_42, split)).isEqualTo("aaaaaaaaaaaa");
        String nerdctl = "cpu=/user.slice/a.slice/nerdctl-" + ID + ".scope";
        assertThat(id(FalcoVersion.V0_44, nerdctl)).isEmpty();
        assertThat(id(FalcoVersion.V0_45, nerdctl)).isEqualTo("aaaaaaaaaaaa");
    }
}
