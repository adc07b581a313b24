// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.cluster.PodSecurityStandard.Level;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** The Pod Security Standards, check by check. */
@Tag("trust")
class PodSecurityChecksTest {
    private static final String SOUND = "securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}";
    private static final String SOUND_CONTAINER =
            "name: a, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {hostNetwork: true, hostIPC: true} | host namespaces (hostNetwork=true, hostIPC=true)
            {volumes: [{name: v, hostPath: {path: /}}, {name: w, hostPath: {path: /}}]} | hostPath volumes (volumes "v", "w")
            {containers: [{name: a, ports: [{hostPort: 80}, {hostPort: 8080}]}]} | hostPort (container "a" uses hostPorts 80, 8080)
            {containers: [{name: a, ports: [{hostPort: 80}]}], initContainers: [{name: i, ports: [{hostPort: 80}]}]} | hostPort (containers "i", "a" use hostPort 80)
            {containers: [{name: a, securityContext: {privileged: true}}]} | privileged (container "a" must not set securityContext.privileged=true)
            {ephemeralContainers: [{name: e, securityContext: {privileged: true}}]} | privileged (container "e" must not set securityContext.privileged=true)
            {containers: [{name: a, securityContext: {capabilities: {add: [SYS_ADMIN, CHOWN, NET_RAW]}}}]} | non-default capabilities (container "a" must not include "NET_RAW", "SYS_ADMIN" in securityContext.capabilities.add)
            {containers: [{name: a, securityContext: {procMount: Unmasked}}]} | procMount (container "a" must not set securityContext.procMount to "Unmasked")
            {securityContext: {seLinuxOptions: {type: spc_t, user: u}}} | seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set)
            {securityContext: {seccompProfile: {type: Unconfined}}} | seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")
            {containers: [{name: a, securityContext: {appArmorProfile: {type: Unconfined}}}]} | forbidden AppArmor profile (container "a" must not set AppArmor profile type to "Unconfined")
            {securityContext: {sysctls: [{name: net.ipv4.tcp_rmem}, {name: kernel.msgmax}]}} | forbidden sysctls (kernel.msgmax)
            {securityContext: {windowsOptions: {hostProcess: true}}} | hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)
            {containers: [{name: a}]} | ``
            """)
    void baselineForbids(String spec, String violations) {
        assertThat(violations("{}", spec, Level.BASELINE, PodSecurityStandard.LATEST))
                .isEqualTo(violations);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            runAsNonRoot: false | runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false)
            runAsUser: 0 | runAsUser=0 (pod must not set runAsUser=0)
            seccompProfile: {type: Unconfined} | seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")
            """)
    void restrictedAsksThePod(String field, String violations) {
        String spec = "{securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}, " + field
                + "}, containers: [{" + SOUND_CONTAINER + "}]}";
        assertThat(violations("{}", spec, Level.RESTRICTED, PodSecurityStandard.LATEST))
                .isEqualTo(violations);
    }

    @Test
    void restrictedAsksEachContainerAndAllowsWhatIsSound() {
        String sound = "{" + SOUND + ", containers: [{" + SOUND_CONTAINER + "}]}";
        assertThat(violations("{}", sound, Level.RESTRICTED, PodSecurityStandard.LATEST))
                .isEmpty();
        String volumes = "{" + SOUND + ", containers: [{" + SOUND_CONTAINER + "}], volumes: [{name: n, nfs: {}},"
                + " {name: h, hostPath: {path: /}}, {name: e, emptyDir: {}}]}";
        assertThat(violations("{}", volumes, Level.RESTRICTED, PodSecurityStandard.LATEST))
                .isEqualTo("restricted volume types (volumes \"n\", \"h\" use restricted volume types \"hostPath\","
                        + " \"nfs\")");
        String added = sound.replace("drop: [ALL]", "drop: [ALL], add: [NET_BIND_SERVICE, CHOWN]");
        assertThat(violations("{}", added, Level.RESTRICTED, PodSecurityStandard.LATEST))
                .isEqualTo("unrestricted capabilities (container \"a\" must not include \"CHOWN\" in"
                        + " securityContext.capabilities.add)");
    }

    @Test
    void anOlderVersionAsksForLess() {
        String plain = "{containers: [{name: a}]}";
        assertThat(violations("{}", plain, Level.RESTRICTED, 7))
                .isEqualTo("runAsNonRoot != true (pod or container \"a\" must set securityContext.runAsNonRoot=true)");
        assertThat(violations("{}", plain, Level.RESTRICTED, 18)).startsWith("allowPrivilegeEscalation != false");
        assertThat(violations("{}", "{securityContext: {sysctls: [{name: net.ipv4.tcp_rmem}]}}", Level.BASELINE, 31))
                .isEqualTo("forbidden sysctls (net.ipv4.tcp_rmem)");
        assertThat(violations(
                        "{annotations: {seccomp.security.alpha.kubernetes.io/pod: unconfined}}",
                        plain,
                        Level.BASELINE,
                        18))
                .isEqualTo(
                        "seccompProfile (forbidden annotation seccomp.security.alpha.kubernetes.io/pod=\"unconfined\")");
        // a later version than the server's is its own
        assertThat(violations("{}", plain, Level.BASELINE, 99)).isEmpty();
        assertThat(violations("{}", "{hostPID: true}", Level.PRIVILEGED, PodSecurityStandard.LATEST))
                .isEmpty();
    }

    @Test
    void labelsSayWhatIsEnforcedAuditedAndWarned() {
        PodSecurityLabels labels = labels("enforce: baseline, p/enforce-version: v1.30, p/audit: restricted");
        assertThat(labels.enforce()).hasToString("baseline:v1.30");
        assertThat(labels.audit()).hasToString("restricted:latest");
        assertThat(labels.warn()).hasToString("baseline:v1.30");
        PodSecurityLabels broken = labels("enforce: none, p/audit: none");
        assertThat(broken.enforce().level()).isEqualTo(Level.RESTRICTED);
        assertThat(broken.audit().level()).isEqualTo(Level.PRIVILEGED);
        assertThat(broken.problems()).hasSize(2);
    }

    private static PodSecurityLabels labels(String labels) {
        String text = "{metadata: {labels: {p/" + labels + "}}}";
        return PodSecurityLabels.of(tree(text.replace("p/", PodSecurityLabels.PREFIX)));
    }

    private static String violations(String metadata, String spec, Level level, int minor) {
        return PodSecurityChecks.violations(
                        new PodSecurityStandard(level, minor), tree("{metadata: " + metadata + ", spec: " + spec + "}"))
                .stream()
                .map(Object::toString)
                .collect(Collectors.joining("; "));
    }

    private static JsonNode tree(String yaml) {
        return ResourceStore.JSON.valueToTree(new Yaml().load(yaml));
    }
}
