// SPDX-License-Identifier: Apache-2.0
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs test classes where there is no Maven: prints each failure, then how many tests passed. */
final class GuestTests {
    private GuestTests() {}

    public static void main(String[] classes) {
        List<DiscoverySelector> selectors = Stream.of(classes)
                .<DiscoverySelector>map(DiscoverySelectors::selectClass)
                .toList();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectors)
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.getFailures()
                .forEach(failure -> System.out.println("FAILED "
                        + failure.getTestIdentifier().getDisplayName() + ": " + failure.getException()));
        long passed = summary.getTestsSucceededCount();
        long others = summary.getTotalFailureCount() + summary.getTestsSkippedCount() + summary.getContainersSkippedCount();
        System.out.println(passed + " passed, " + others + " not");
        System.exit(passed > 0 && others == 0 ? 0 : 1);
    }
}
