@echo off
rem Windows counterpart of electron-host: the pinned Node where it is there, else the one in PATH.
set "HERE=%~dp0"
set "NODE=%HERE%..\..\..\node_modules\node\bin\node.exe"
if not exist "%NODE%" set "NODE=node"
"%NODE%" "%HERE%..\src\start.ts" %*
