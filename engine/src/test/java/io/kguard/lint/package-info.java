@NullMarked
package io.kguard.lint;

import org.jspecify.annotations.NullMarked;
