@echo off
rem The command line of an installed Toolgate: the application itself, run as Node, on the script inside it.
setlocal
set ELECTRON_RUN_AS_NODE=1
"%~dp0..\..\Toolgate.exe" "%~dp0..\app.asar\out\toolgate.cjs" %*
exit /b %ERRORLEVEL%
