// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresRoot
@Timeout(300)
class SecurityContextTest {
    static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private static PodSandbox start(Consumer<SecurityContextBuilder> change) {
        SecurityContextBuilder builder = new SecurityContextBuilder();
        change.accept(builder);
        SecurityContext context = builder.build();
        Consumer<ContainerBuilder> container = it -> it.withSecurityContext(context);
        return sandbox.start(Pods.with(container), PodListener.NONE);
    }

    private static long effective(PodSandbox pod) {
        return Long.parseLong(
                Pods.bash(pod, "grep CapEff /proc/self/status | cut -f2")
                        .stdout()
                        .strip(),
                16);
    }

    @Test
    void theDefaultCapabilitiesAreARuntimes() {
        try (PodSandbox pod = start(context -> {})) {
            assertThat(effective(pod)).isEqualTo(0xa80425fbL);
            assertThat(Pods.bash(pod, "mount -t tmpfs none /mnt").exitStatus()).isNotZero();
        }
    }

    @Test
    void aPrivilegedContainerMayMount() {
        try (PodSandbox pod = start(context -> context.withPrivileged(true))) {
            assertThat(pod.container("").metadata().privileged()).isTrue();
            assertThat(Pods.bash(pod, "mount -t tmpfs none /mnt && grep -c ' /mnt ' /proc/mounts")
                            .stdout())
                    .isEqualTo("1\n");
            assertThat(effective(pod) & 1L << 21).as("CAP_SYS_ADMIN").isNotZero();
        }
    }

    @Test
    void aPrivilegedContainerDoesNotReachThisMachinesDisks() {
        try (PodSandbox pod = start(context -> context.withPrivileged(true))) {
            String device = "read -r _ _ device _ < <(grep ' / / ' /proc/1/mountinfo);";
            ExecResult result = Pods.bash(
                    pod, device + "for n in 254:0 8:0 259:0; do mknod /tmp/$n b ${n/:/ } && head -c1 /tmp/$n; done");
            assertThat(result.stdout()).isEmpty();
            assertThat(result.stderr()).contains("Operation not permitted");
        }
    }

    @Test
    void capabilitiesAreDroppedAndAdded() {
        try (PodSandbox pod = start(context -> context.withNewCapabilities()
                .withDrop("ALL")
                .withAdd("NET_ADMIN")
                .endCapabilities())) {
            assertThat(effective(pod)).isEqualTo(1L << 12);
        }
    }

    @Test
    void anUnknownCapabilityIsRefused() {
        assertThatThrownBy(() -> start(context ->
                        context.withNewCapabilities().withAdd("SYS_ADMINN").endCapabilities()))
                .hasMessage("the pod jenkins-0 names the unknown capability SYS_ADMINN");
    }

    @Test
    void theUserIsTheOneAsked() {
        try (PodSandbox pod = start(context -> context.withRunAsUser(1000L).withRunAsGroup(33L))) {
            assertThat(Pods.bash(pod, "id -u; id -g; touch /etc/x").stdout()).isEqualTo("1000\n33\n");
            assertThat(effective(pod)).isZero();
            assertThat(pod.container("").metadata().user()).isEqualTo("1000");
        }
    }

    @Test
    void rootIsRefusedWhereItIsForbidden() {
        assertThatThrownBy(() -> start(context -> context.withRunAsNonRoot(true)))
                .hasMessage("the pod jenkins-0 demands runAsNonRoot, but its container jenkins would run as root;"
                        + " set runAsUser");
    }

    @Test
    void aReadOnlyRootStaysAsItIs() {
        try (PodSandbox pod = start(context -> context.withReadOnlyRootFilesystem(true))) {
            assertThat(Pods.bash(pod, "echo x > /etc/x").stderr()).contains("Read-only file system");
        }
    }

    @Test
    void escalationCanBeForbidden() {
        try (PodSandbox pod = start(context -> context.withAllowPrivilegeEscalation(false))) {
            assertThat(Pods.bash(pod, "grep NoNewPrivs /proc/self/status").stdout())
                    .isEqualTo("NoNewPrivs:\t1\n");
        }
    }

    /** The jail has a filter of its own. */
    @Test
    @Tag("runc")
    void theRuntimesSeccompProfileComesOnTopOfTheJails() {
        try (PodSandbox pod = start(context ->
                context.withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile())) {
            assertThat(Pods.bash(pod, "grep Seccomp_filters /proc/self/status").stdout())
                    .isEqualTo("Seccomp_filters:\t2\n");
        }
        try (PodSandbox pod = start(context -> {})) {
            assertThat(Pods.bash(pod, "grep Seccomp_filters /proc/self/status").stdout())
                    .isEqualTo("Seccomp_filters:\t1\n");
        }
    }
}
