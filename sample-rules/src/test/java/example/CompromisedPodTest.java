package example;

import static io.kguard.assertion.KguardAssertions.assertThat;

import io.kguard.junit.KGuard;
import io.kguard.junit.RuleTest;
import io.kguard.junit.ScenarioSource;
import io.kguard.verdict.Detections;

@KGuard(rules = "src/kguard/rules", scenarios = "src/kguard/scenarios")
class CompromisedPodTest {

    @RuleTest(rule = "Terminal shell in container")
    @ScenarioSource("compromised-pod-deleted")
    void thePodOfAShellIsDeleted(Detections detections) {
        assertThat(detections)
                .reactedWith("kubernetes:cordon", "node kguard-node")
                .reactedWith("kubernetes:terminate", "pod default/jenkins-0");
    }
}
