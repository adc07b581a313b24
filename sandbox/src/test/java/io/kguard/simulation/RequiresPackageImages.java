// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Needs the images of packages: those that the machine does not have are made, and that needs a network. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PackageImagesMade.class)
public @interface RequiresPackageImages {}
