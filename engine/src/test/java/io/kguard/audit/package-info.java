@NullMarked
package io.kguard.audit;

import org.jspecify.annotations.NullMarked;
