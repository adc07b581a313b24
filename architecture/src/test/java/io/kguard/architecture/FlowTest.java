// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.ArrayList;
import java.util.List;

/** The flows of the page about the architecture go through the code as it is. */
@AnalyzeClasses(packages = "io.kguard", importOptions = ProductCode.class)
class FlowTest {
    private static final List<String> FLOWS =
            List.of("Event to report", "Rule file to compiled rule", "YAML to step", "Option to code");

    private static final int FEWEST = 5;
    private static final int MOST = 12;

    private static List<FlowStop> stops(String flow) {
        return ReferencePage.read("architecture.md").section(flow).stream()
                .filter(line -> line.matches("\\d.*"))
                .map(FlowStop::of)
                .toList();
    }

    @ArchTest
    static void eachIsShort(JavaClasses classes) {
        for (String flow : FLOWS) {
            List<FlowStop> stops = stops(flow);
            assertThat(stops.size()).as(flow).isBetween(FEWEST, MOST);
            for (int i = 0; i < stops.size(); i++) {
                assertThat(stops.get(i).number()).as(flow).isEqualTo(i + 1);
            }
        }
    }

    @ArchTest
    static void eachStopIsThere(JavaClasses classes) {
        for (String flow : FLOWS) {
            assertThat(stops(flow).stream()
                            .map(FlowStop::code)
                            .filter(code -> code.in(classes).isEmpty()))
                    .as(flow)
                    .extracting(NamedCode::name)
                    .isEmpty();
        }
    }

    @ArchTest
    static void eachStopIsReachedFromAnEarlierOne(JavaClasses classes) {
        for (String flow : FLOWS) {
            assertThat(broken(stops(flow), classes)).as(flow).isEmpty();
        }
    }

    /** Otherwise the test above would say little. */
    @ArchTest
    static void noStopCanChangePlacesWithTheNext(JavaClasses classes) {
        List<String> free = new ArrayList<>();
        for (String flow : FLOWS) {
            List<FlowStop> stops = stops(flow);
            for (int i = 1; i < stops.size(); i++) {
                List<FlowStop> changed = new ArrayList<>(stops);
                changed.set(i - 1, stops.get(i - 1).with(stops.get(i).code()));
                changed.set(i, stops.get(i).with(stops.get(i - 1).code()));
                if (broken(changed, classes).isEmpty()) {
                    free.add(flow + ": " + i + " and " + (i + 1));
                }
            }
        }
        assertThat(free).isEmpty();
    }

    private static List<String> broken(List<FlowStop> stops, JavaClasses classes) {
        List<String> broken = new ArrayList<>();
        for (FlowStop stop : stops.subList(1, stops.size())) {
            if (stop.from() >= stop.number()) {
                broken.add(stop.number() + " comes from a later stop");
                continue;
            }
            FlowStop earlier = stops.get(stop.from() - 1);
            if (!stop.isReached(earlier, classes)) {
                broken.add(stop.number() + ". " + stop.code().name() + ": there is no such way from " + stop.from());
            }
            stops.subList(stop.from(), stop.number() - 1).stream()
                    .filter(other -> !stop.isAfter(other, earlier, classes))
                    .forEach(other ->
                            broken.add(stop.from() + " gets to " + stop.number() + " before " + other.number()));
        }
        return broken;
    }
}
