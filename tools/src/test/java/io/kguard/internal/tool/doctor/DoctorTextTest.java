// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.sensor.KernelSupport;
import io.kguard.internal.sensor.KernelSupport.CouldNotTell;
import io.kguard.internal.sensor.KernelSupport.Requirement;
import io.kguard.internal.sensor.KernelSupport.Supported;
import io.kguard.internal.sensor.KernelSupport.Unsupported;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorTextTest {
    private static final Requirement KERNEL = new Requirement("Linux kernel", false, new Supported("6.18"));
    private static final Requirement RUNC =
            new Requirement("runc", false, new Unsupported("there is none", "no pods", "apt-get install runc"));
    private static final Requirement DOCKER =
            new Requirement("Docker", true, new Unsupported("there is none", "no registries", "start dockerd"));
    private static final Requirement LOCKDOWN =
            new Requirement("lockdown", false, new CouldNotTell("not mounted", "programs are refused", "mount it"));

    @Test
    void whatIsMissingStandsWithItsConsequenceAndItsFix() {
        assertThat(DoctorText.of(new KernelSupport(List.of(KERNEL, RUNC, DOCKER, LOCKDOWN))))
                .isEqualTo("""
                        [yes] Linux kernel  6.18
                        [NO ] runc          there is none
                                no pods
                                apt-get install runc
                        [ - ] Docker        there is none
                                no registries
                                start dockerd
                        [ ? ] lockdown      not mounted
                                programs are refused
                                mount it""");
    }

    @Test
    void aMachineLacksWhatIsMissingAndNotOptional() {
        assertThat(new KernelSupport(List.of(KERNEL, DOCKER, LOCKDOWN)).lacksSomething())
                .isFalse();
        assertThat(new KernelSupport(List.of(KERNEL, RUNC)).lacksSomething()).isTrue();
    }
}
