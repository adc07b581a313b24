package io.kguard.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the rule tests of a folder of classes; what they came to is in the check log. */
public final class RuleTestLauncher {
    private RuleTestLauncher() {}

    /**
     * Runs them. The exit status is 0 if rule tests were found and ran, whatever their verdicts, and 1 otherwise.
     *
     * @param args the folder
     */
    public static void main(String[] args) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClasspathRoots(Set.of(Path.of(args[0]))))
                .filters(TagFilter.includeTags(RuleTest.TAG))
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        long containers = summary.getSummary().getContainersFailedCount();
        if (summary.getSummary().getTestsStartedCount() == 0 || containers > 0) {
            out.println("no rule test ran, or a class of them could not be used");
            summary.getSummary().printFailuresTo(out, 20);
            System.exit(1);
        }
        System.exit(0);
    }
}
