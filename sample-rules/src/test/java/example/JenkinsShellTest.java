package example;

import static io.kguard.assertion.KguardAssertions.assertThat;
import static io.kguard.output.ChatOutput.SLACK;
import static io.kguard.output.ChatOutput.TEAMS;

import io.kguard.junit.KGuard;
import io.kguard.junit.RuleTest;
import io.kguard.junit.ScenarioSource;
import io.kguard.verdict.ClusterChange;
import io.kguard.verdict.Detections;

/** From alert to action, with the files that are deployed: each link of the chain. */
@KGuard(
        rules = "deploy/values.yaml",
        config = "deploy/values.yaml",
        reactions = "deploy/talon-rules.yaml",
        scenarios = "deploy/scenarios")
class JenkinsShellTest {

    @RuleTest(rule = "Terminal shell in Jenkins")
    @ScenarioSource("jenkins-shell-answered")
    void aShellIsReportedAndThePodDeleted(Detections detections) {
        assertThat(detections)
                .firedRule("Terminal shell in Jenkins")
                .hasField("k8s.pod.name", "jenkins-0")
                .reaches(SLACK)
                .hasTextContaining("shell=bash");
        assertThat(detections)
                .firedRule("Terminal shell in Jenkins")
                .reaches(TEAMS)
                .showsField("k8s.pod.name", "jenkins-0");
        assertThat(detections)
                .reactedWith("kubernetes:terminate", "pod ci/jenkins-0")
                .changed("node kguard-node", "takes no pods")
                .changed("pod ci/jenkins-0", ClusterChange.GONE);
    }
}
