"""What the browser needs over plain HTTP: signing in and out, and files to download."""
