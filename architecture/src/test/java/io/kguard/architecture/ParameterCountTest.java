// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Nobody reads a list of eight arguments without counting. A record counts by its components, which its constructor has. Parts
 * that belong together are a record of their own, with a name that means something in the field.
 */
@AnalyzeClasses(packages = "io.kguard", importOptions = ProductCode.class)
class ParameterCountTest {
    private static final int LONG = 8;

    /** How many may be as long, whatever their reasons. */
    private static final int CEILING = 6;

    private static final String AS_FALCO_HAS_IT = "a row of what Falco or Falcosidekick keeps, made in one place";
    private static final String AS_A_FILE_HAS_IT = "the keys of one entry of a file, read in one place";

    /** Each with its reason, without its package: a name has one meaning. One that is cut leaves the list, and the ceiling sinks. */
    private static final Map<String, String> ALLOWED = Map.of(
            "StateEntry$FdEntry", AS_FALCO_HAS_IT,
            "StateEntry$FdEntry.socket", AS_FALCO_HAS_IT,
            "Container", AS_FALCO_HAS_IT,
            "ContainerMetadata", AS_FALCO_HAS_IT,
            "SidekickPayload", AS_FALCO_HAS_IT,
            "FieldDefinition", AS_A_FILE_HAS_IT);

    /** Declarations for the test below. */
    private record Eight(int a, int b, int c, int d, int e, int f, int g, int h) {
        static int seven(int a, int b, int c, int d, int e, int f, int g) {
            return a + b + c + d + e + f + g;
        }

        /** The compiler gives a constructor of an enum two parameters more. */
        private enum Six {
            ONE(1, 2, 3, 4, 5, 6);

            private final int sum;

            Six(int a, int b, int c, int d, int e, int f) {
                this.sum = seven(a, b, c, d, e, f, 0);
            }

            int sum() {
                return sum;
            }
        }
    }

    @ArchTest
    static void longArgumentListsHaveAReason(JavaClasses classes) {
        assertThat(longest(classes))
                .as("declarations with %d parameters or more; make records of what belongs together", LONG)
                .containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
        assertThat(ALLOWED).hasSizeLessThanOrEqualTo(CEILING);
    }

    /** Otherwise the test above could see nothing. */
    @ArchTest
    static void eightIsLong(JavaClasses classes) {
        assertThat(Eight.Six.ONE.sum()).isEqualTo(21);
        assertThat(longest(new ClassFileImporter().importClasses(Eight.class, Eight.Six.class)))
                .containsExactly("ParameterCountTest$Eight");
    }

    private static Set<String> longest(JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            for (JavaCodeUnit declared : type.getCodeUnits()) {
                if (!declared.getModifiers().contains(JavaModifier.SYNTHETIC) && parameters(type, declared) >= LONG) {
                    found.add(name(type, declared));
                }
            }
        }
        return found;
    }

    /** The number of parameters, without those that the compiler adds to constructors. */
    private static int parameters(JavaClass type, JavaCodeUnit declared) {
        int all = declared.getRawParameterTypes().size();
        if (!(declared instanceof JavaConstructor)) {
            return all;
        } else if (type.isAnonymousClass() || type.isLocalClass()) {
            return 0;
        } else if (type.isEnum()) {
            return all - 2;
        }
        boolean inner = type.isInnerClass() && !type.getModifiers().contains(JavaModifier.STATIC);
        return inner ? all - 1 : all;
    }

    private static String name(JavaClass type, JavaCodeUnit declared) {
        String owner = type.getName().substring(type.getPackageName().length() + 1);
        return declared instanceof JavaConstructor ? owner : owner + "." + declared.getName();
    }
}
